-- Files of earlier figures between the look at them and the bringing in; their bytes lie in the file store.
CREATE TABLE indicators_brought_file (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_brought_file" PRIMARY KEY,
    "Sha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "RegionPrefix" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "DoneAt" TEXT NULL,
    "Written" INTEGER NOT NULL,
    "Report" TEXT NOT NULL,
    "Print" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_indicators_brought_file_RegionPrefix_At" ON indicators_brought_file ("RegionPrefix", "At");
