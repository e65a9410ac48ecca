"""The v1 dialect of the protocol, over the v2 routes: for clients that send `assistants=v1`.

`edge` translates at the door: what came by `requests`, what goes by `answers`, with the quotes of
`citations`. `files` are the sub-resources that only v1 had; `retrieval` and `stores` keep what v1
calls `file_ids` in vector stores. Nothing below this room knows that there is a v1.
"""
