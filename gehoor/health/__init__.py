"""How every part is doing: heartbeats of processes, what the checks find, and standing alarms."""
