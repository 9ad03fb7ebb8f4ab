"""The shapes the parts exchange. Contracts are in :mod:`assistant.schema.contracts`."""
