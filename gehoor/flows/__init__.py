"""What happens, in which order. Every file is a story."""
