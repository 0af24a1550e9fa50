------------------------------- MODULE RealTime -------------------------------
\* Time that passes between actions, and bounds on how long an action may be enabled before it happens.
EXTENDS Reals
VARIABLE now

\* A happens no sooner than D and no later than E after <<A>>_v was last enabled. A timer t is hidden in it.
RTBound(A, v, D, E) ==
  LET Step(t) == t' = IF <<A>>_v \/ ~(ENABLED <<A>>_v)' THEN 0 ELSE t + (now' - now)
      Timer(t) == t = 0 /\ [][Step(t)]_<<t, v, now>>
      Latest(t) == [](t <= E)
      Earliest(t) == [][A => t >= D]_v
  IN \EE t : Timer(t) /\ Latest(t) /\ Earliest(t)

\* Time goes on, alone, and beyond every bound.
RTnow(v) ==
  LET Passes == now' \in {r \in Real : r > now} /\ UNCHANGED v
  IN /\ now \in Real
     /\ [][Passes]_now
     /\ \A r \in Real : WF_now(Passes /\ now' > r)
===============================================================================
