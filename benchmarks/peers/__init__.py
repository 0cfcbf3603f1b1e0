"""The contenders of the one-decision comparison, one module for each tool."""
