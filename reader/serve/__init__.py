"""The reader in a web browser: textual-serve's terminal behind a guard of token, Host and Origin."""
