"""The server that answers: which one, how to reach it, what else answers on this machine."""
