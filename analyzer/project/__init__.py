"""What the tree is: its source roots and the frameworks in use."""
