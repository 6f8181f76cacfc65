"""Every sentence xltool says, in Chinese."""
