"""code_interpreter: Python that runs in a sandboxed Jupyter kernel, one per thread."""
