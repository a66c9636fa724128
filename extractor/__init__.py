"""veeduria: reply letters in, reviewed and classified actions out.

The data path, one module a step::

    bytes --pages--> Page --layout--> Layout --heads--> Letter --statements--> Statement
          --classify, details--> Finding --reply--> Reading --db--> SQLite --review--> Decision
"""
