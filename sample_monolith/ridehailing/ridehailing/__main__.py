import sys

from ridehailing.cli import main

sys.exit(main())
