-------------------------------- MODULE ShiViz --------------------------------
\* Names and vector clocks for the ShiViz log viewer, from the pc variable of a PlusCal algorithm's error trace.
LOCAL INSTANCE Integers
LOCAL INSTANCE Json
LOCAL INSTANCE TLC
INSTANCE Toolbox

LOCAL HostAt ==
  LET host[i \in DOMAIN _TETrace] ==
        IF i = 1 THEN "--"
        ELSE LET before == _TETrace[i - 1].pc
                 after == _TETrace[i].pc
             IN IF before = after THEN host[i - 1]
                ELSE CHOOSE p \in DOMAIN before : before[p] # after[p]
  IN host
Host == HostAt[_TEPosition]

LOCAL ClockAt ==
  LET tick(i, p) == IF i > 1 /\ p = HostAt[i] THEN 1 ELSE 0
      clock[i \in DOMAIN _TETrace] ==
        [p \in DOMAIN _TETrace[i].pc |-> (IF i = 1 THEN 0 ELSE clock[i - 1][p]) + tick(i, p)]
  IN clock
Clock == ToJsonObject(ClockAt[_TEPosition])
===============================================================================
