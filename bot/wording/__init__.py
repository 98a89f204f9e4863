"""Every sentence that the program says to a person, in plain and polite Chinese: one module for each face."""
