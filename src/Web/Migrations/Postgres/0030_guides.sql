-- Guides and standards with clauses that can be checked; items of checklists know where they come from.
CREATE TABLE programme_guide (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_guide" PRIMARY KEY,
    "SeriesId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Level" character varying(12) NOT NULL,
    "For" character varying(16) NOT NULL,
    "Title" character varying(120) NOT NULL,
    "Code" character varying(60) NOT NULL,
    "Issuer" character varying(80) NOT NULL,
    "About" character varying(2000) NOT NULL,
    "Address" character varying(300) NULL,
    "FileSha256" character varying(64) NULL,
    "FileName" character varying(200) NULL,
    "FileSize" bigint NOT NULL,
    "State" character varying(12) NOT NULL,
    "From" date NULL,
    "Until" date NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_guide_SeriesId_Number" ON programme_guide ("SeriesId", "Number");
CREATE UNIQUE INDEX "IX_programme_guide_in_force" ON programme_guide ("SeriesId") WHERE "State" = 'InForce';
CREATE TABLE programme_guide_clause (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_guide_clause" PRIMARY KEY,
    "GuideId" uuid NOT NULL,
    "SortOrder" integer NOT NULL,
    "Number" character varying(20) NOT NULL,
    "Text" character varying(160) NOT NULL,
    "Must" boolean NOT NULL,
    "Check" character varying(8) NOT NULL,
    "Limit" numeric(18,4) NULL,
    "MeasureUnit" character varying(10) NULL
);
CREATE INDEX "IX_programme_guide_clause_GuideId_SortOrder" ON programme_guide_clause ("GuideId", "SortOrder");
ALTER TABLE programme_checklist_item ADD COLUMN "Source" character varying(100) NULL;
ALTER TABLE programme_checklist_item ADD COLUMN "ClauseId" uuid NULL;
