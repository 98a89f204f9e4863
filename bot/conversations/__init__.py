"""What chats have asked and been answered, kept in a SQLite file of its own."""
