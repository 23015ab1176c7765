"""`make bench`: how fast the product is, beside plain bots on the library's stock `Application`, in one run."""
