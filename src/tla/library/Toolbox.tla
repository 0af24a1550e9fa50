------------------------------- MODULE Toolbox --------------------------------
\* The error trace and the position in it, for expressions that are evaluated along one.
_TETrace == NATIVE
_TEPosition == NATIVE
===============================================================================
