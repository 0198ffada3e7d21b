"""The register of accounts: all there are, connected or not, and who looks after each."""
