"""Every sentence in Vietnamese, the language of the house."""
