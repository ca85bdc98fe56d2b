"""Pages about places (`places`) and about what is looked at there (`catalogues`)."""
