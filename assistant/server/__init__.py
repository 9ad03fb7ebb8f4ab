"""The moderation hook as a service: bots ask over HTTP, the cascade answers.

``assistant serve`` runs it (:mod:`assistant.server.app`); bots with a protocol of their own come in through
:mod:`assistant.server.bots`.
"""
