"""QQ over OneBot v11 (NapCat, Lagrange, go-cqhttp): events by HTTP POST or over a WebSocket.

https://github.com/botuniverse/onebot-11
"""
