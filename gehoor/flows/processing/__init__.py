"""The register of processing (AVG, article 30): of whom what is kept, what for and how long."""
