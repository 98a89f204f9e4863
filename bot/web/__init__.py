"""The door for a browser: a page, and the same answers for programs (``/api/v1``, ``/retrieval``)."""
