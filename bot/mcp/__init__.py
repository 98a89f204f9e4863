"""The door for assistants: tools by which they quote reports word for word, over the Model Context Protocol."""
