"""From the graph to candidate services, table owners and names."""
