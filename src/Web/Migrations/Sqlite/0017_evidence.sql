-- Indicators whose lowest part decides; the papers behind the figures of a submission.
ALTER TABLE indicators_formula ADD COLUMN "Lowest" INTEGER NOT NULL DEFAULT 0;
UPDATE indicators_formula SET "Lowest" = 1 WHERE "IndicatorId" = 'VaccinationTown' AND "Number" < 1001;
ALTER TABLE indicators_form_line ADD COLUMN "EvidenceRequired" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators_step ADD COLUMN "Papers" TEXT NULL;
CREATE TABLE indicators_cell_evidence (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_cell_evidence" PRIMARY KEY,
    "SubmissionId" TEXT NOT NULL CONSTRAINT "FK_indicators_cell_evidence_SubmissionId" REFERENCES indicators_submission ("Id"),
    "ElementId" TEXT NOT NULL,
    "Split" TEXT NOT NULL,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "Size" INTEGER NOT NULL,
    "What" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "AddedAt" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_cell_evidence_file" ON indicators_cell_evidence ("SubmissionId", "ElementId", "Split", "FileSha256");
