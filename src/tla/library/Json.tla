--------------------------------- MODULE Json ---------------------------------
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE TLC

ToJson(value) == NATIVE
ToJsonArray(value) == NATIVE
ToJsonObject(value) == NATIVE
JsonSerialize(absoluteFilename, value) == NATIVE
JsonDeserialize(absoluteFilename) == NATIVE
ndJsonSerialize(absoluteFilename, value) == NATIVE
ndJsonDeserialize(absoluteFilename) == NATIVE
===============================================================================
