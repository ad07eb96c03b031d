"""The disk: what is read from it, and how a file is replaced. Sources may be anybody's, and nothing on a disk is as it looks."""
