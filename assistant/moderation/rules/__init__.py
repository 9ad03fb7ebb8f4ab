"""The group's rules: read from ``rules.yaml``, kept up to date while running, proved on their own examples."""
