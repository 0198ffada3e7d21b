"""The second origin: shows what strangers sent, where nothing of ours can be reached."""
