"""A small invented world: portals of several CMS families, served over HTTP."""
