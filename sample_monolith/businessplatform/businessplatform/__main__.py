import sys

from businessplatform.cli import main

sys.exit(main())
