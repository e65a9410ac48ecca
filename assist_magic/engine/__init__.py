"""The engine: a server of the Assistants protocol, its own program. It knows no notebook."""
