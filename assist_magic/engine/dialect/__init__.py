"""The v1 dialect of the protocol, over the v2 routes: for clients that send `assistants=v1`.

`edge` translates at the door: what came by `requests`, what goes by `answers`. `files` holds the
sub-resources that only v1 had. Nothing below this room knows that there is a v1.
"""
