"""WeCom: the encrypted callback of applications and robots, and messages of the archive.

https://developer.work.weixin.qq.com/document/path/90930
"""
