"""An inspection that is going on: what it is about, to read and nothing else."""
