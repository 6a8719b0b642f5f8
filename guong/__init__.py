"""The roof: command line, settings and the pipeline that joins the rooms."""
