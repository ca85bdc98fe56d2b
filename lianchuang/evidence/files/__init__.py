"""Files as strangers hand them in: told by their bytes, looked at in a helper process that may fail. No Django here but in `door`."""
