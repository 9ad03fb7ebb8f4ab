"""Alembic's migrations of the tables, each tested up and down on both engines. Run by assistant/storage/migrating.py.

A migration that has been released is never changed: workspaces have it. A new one goes into ``versions/``, names the
last one as ``down_revision``, and becomes ``HEAD`` of :mod:`assistant.storage.schema`; the tests hold the tables it
makes against :mod:`assistant.storage.tables`.
"""
