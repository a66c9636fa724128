"""What files are read within, module by module: each value with its unit and why."""

MIB = 1024 * 1024  # bytes

# extractor.batch
MAGIC_WITHIN = 1024  # where readers look for "%PDF-"

# extractor.batch.archives
MAX_ENTRIES = 10_000  # of an archive and of those in it together
MAX_DIRECTORY = 8 * MIB  # of an archive's list of contents
MAX_UNPACKED = 4096 * MIB  # likewise
MAX_RATIO = 200  # unpacked to packed, of entries beyond 1 MiB; sound PDFs stay below 20

# extractor.batch.cluster
GROUP = 16  # letters a task: enough to make the network's part small, few enough to lose
WORKER_SECONDS = 60  # that a scheduler may take to have its first worker
AHEAD = 3  # groups waiting for each thread of the cluster

# extractor.batch.drawing
SECONDS = 20.0  # that one page may take, the start of the process included
MEMORY = 1024 * 1024 * 1024  # bytes that a process may take that draws pages
FILE_BYTES = 200 * 1024 * 1024  # of a file whose pages are drawn
QUALITY = 88  # of the JPEG: print stays sharp
COVER = 225  # the grey of what is covered
TRIES = 2  # with a process of its own each, before it is said that a page cannot be drawn

# extractor.batch.files
MAX_DEPTH = 2  # levels of archives: one may hold others

# extractor.batch.formats
HEAD = 4096  # bytes that are looked at

# extractor.batch.pool
PREFETCH = 6  # files waiting in a worker's pipe, so that it need not wait for a busy supervisor
PIPE_BYTES = 1 << 20  # room for as many outcomes, where the system lets a pipe grow
START_SECONDS = 120.0  # that a worker may take to be there
STARTS = 3  # attempts, one after the other, before it is said that no worker can be started
POLL_SECONDS = 0.5  # how often time limits are looked at

# extractor.batch.worker
BEAT_SECONDS = 1.0  # a sign of life is sent at most this often
