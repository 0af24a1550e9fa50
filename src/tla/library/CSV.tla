--------------------------------- MODULE CSV ----------------------------------
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

CSVWrite(template, val, file) == NATIVE
CSVWriteRecord(record, delim, headers, file) == NATIVE
CSVRead(columns, delimiter, file) == NATIVE
CSVRecords(file) == NATIVE
===============================================================================
