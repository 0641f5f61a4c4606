-- The office's own templates of papers; of a type none or one is in force.
CREATE TABLE platform_paper_template (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_paper_template" PRIMARY KEY,
    "Type" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "FileSize" INTEGER NOT NULL,
    "Note" TEXT NOT NULL,
    "AddedAt" TEXT NOT NULL,
    "AddedBy" TEXT NULL,
    "InForceAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_platform_paper_template_Type_Number" ON platform_paper_template ("Type", "Number");
CREATE UNIQUE INDEX "IX_platform_paper_template_in_force" ON platform_paper_template ("Type") WHERE "State" = 'InForce';
