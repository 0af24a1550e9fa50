------------------------------- MODULE IOUtils --------------------------------
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

IOSerialize(val, absoluteFilename, compress) == NATIVE
IODeserialize(absoluteFilename, compressed) == NATIVE
Serialize(value, dest, options) == NATIVE
Deserialize(src, options) == NATIVE
IOExec(command) == NATIVE
IOEnvExec(env, command) == NATIVE
IOExecTemplate(commandTemplate, parameters) == NATIVE
IOEnvExecTemplate(env, commandTemplate, parameters) == NATIVE
IOEnv == NATIVE
atoi(str) == NATIVE
zeroPadN(n, width) ==
  LET RECURSIVE pad(_)
      pad(text) == IF Len(text) >= width THEN text ELSE pad("0" \o text)
  IN pad(ToString(n))
===============================================================================
