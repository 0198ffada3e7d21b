"""One file per figure we promise; the baseline was written before the code it judges."""
