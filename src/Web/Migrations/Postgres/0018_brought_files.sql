-- Files of earlier figures between the look at them and the bringing in; their bytes lie in the file store.
CREATE TABLE indicators_brought_file (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_brought_file" PRIMARY KEY,
    "Sha256" character varying(64) NOT NULL,
    "FileName" character varying(120) NOT NULL,
    "RegionPrefix" character varying(12) NOT NULL,
    "State" character varying(10) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "DoneAt" timestamp with time zone NULL,
    "Written" integer NOT NULL,
    "Report" text NOT NULL,
    "Print" character varying(64) NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_indicators_brought_file_RegionPrefix_At" ON indicators_brought_file ("RegionPrefix", "At");
