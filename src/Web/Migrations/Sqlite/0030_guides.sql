-- Guides and standards with clauses that can be checked; items of checklists know where they come from.
CREATE TABLE programme_guide (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_guide" PRIMARY KEY,
    "SeriesId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Level" TEXT NOT NULL,
    "For" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Code" TEXT NOT NULL,
    "Issuer" TEXT NOT NULL,
    "About" TEXT NOT NULL,
    "Address" TEXT NULL,
    "FileSha256" TEXT NULL,
    "FileName" TEXT NULL,
    "FileSize" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "From" TEXT NULL,
    "Until" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_guide_SeriesId_Number" ON programme_guide ("SeriesId", "Number");
CREATE UNIQUE INDEX "IX_programme_guide_in_force" ON programme_guide ("SeriesId") WHERE "State" = 'InForce';
CREATE TABLE programme_guide_clause (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_guide_clause" PRIMARY KEY,
    "GuideId" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Number" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "Must" INTEGER NOT NULL,
    "Check" TEXT NOT NULL,
    "Limit" INTEGER NULL,
    "MeasureUnit" TEXT NULL
);
CREATE INDEX "IX_programme_guide_clause_GuideId_SortOrder" ON programme_guide_clause ("GuideId", "SortOrder");
ALTER TABLE programme_checklist_item ADD COLUMN "Source" TEXT NULL;
ALTER TABLE programme_checklist_item ADD COLUMN "ClauseId" TEXT NULL;
