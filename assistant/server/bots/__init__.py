"""The bots' front doors: platforms with a protocol of their own, answered in it.

    onebot     QQ: events by HTTP POST with quick operations, or over a WebSocket with calls
    telegram   updates by webhook, calls of the Bot API
    wecom      encrypted callbacks, a robot for notices to the operators, messages of the archive

A door maps a message to ours, :class:`~assistant.server.bots.desk.Desk` decides about it; what is to be done becomes
:class:`~assistant.server.bots.deeds.Deed` objects that are kept until they are done. ``docs/bots.md`` tells how to plug
each in.
"""
