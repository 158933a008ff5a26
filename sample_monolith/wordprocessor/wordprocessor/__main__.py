import sys

from wordprocessor.cli import main

sys.exit(main())
