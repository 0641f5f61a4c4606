-- Inspections: checklists, plans, teams, sheets, findings, photographs; and until when the record keeps an entry back.
ALTER TABLE platform_audit ADD COLUMN "HiddenUntil" TEXT NULL;
CREATE TABLE programme_checklist (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_checklist" PRIMARY KEY,
    "SeriesId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "InForceOn" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_checklist_SeriesId_Number" ON programme_checklist ("SeriesId", "Number");
CREATE UNIQUE INDEX "IX_programme_checklist_in_force" ON programme_checklist ("SeriesId") WHERE "State" = 'InForce';
CREATE TABLE programme_checklist_item (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_checklist_item" PRIMARY KEY,
    "ChecklistId" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Text" TEXT NOT NULL,
    "ChildText" TEXT NULL,
    "Weight" INTEGER NOT NULL,
    "Must" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_checklist_item_ChecklistId_SortOrder" ON programme_checklist_item ("ChecklistId", "SortOrder");
CREATE TABLE programme_inspection (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Place" TEXT NOT NULL,
    "Purpose" TEXT NOT NULL,
    "FromDay" TEXT NOT NULL,
    "ToDay" TEXT NOT NULL,
    "ChecklistId" TEXT NULL,
    "RevealAt" TEXT NULL,
    "HeldBackUntil" TEXT NULL,
    "State" TEXT NOT NULL,
    "PlannedOn" TEXT NULL,
    "IssuedOn" TEXT NULL,
    "EndedOn" TEXT NULL,
    "CreatedAt" TEXT NOT NULL,
    "StepCount" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_inspection_State_FromDay" ON programme_inspection ("State", "FromDay");
CREATE TABLE programme_inspection_unit (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_unit" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_unit_InspectionId_UnitId" ON programme_inspection_unit ("InspectionId", "UnitId");
CREATE INDEX "IX_programme_inspection_unit_UnitId" ON programme_inspection_unit ("UnitId");
CREATE TABLE programme_inspection_task (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_task" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "TaskId" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_task_InspectionId_TaskId" ON programme_inspection_task ("InspectionId", "TaskId");
CREATE TABLE programme_inspection_member (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_member" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "PersonId" TEXT NULL,
    "PostId" TEXT NULL,
    "Name" TEXT NOT NULL,
    "Organisation" TEXT NOT NULL,
    "Leads" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_member_InspectionId_PersonId" ON programme_inspection_member ("InspectionId", "PersonId");
CREATE INDEX "IX_programme_inspection_member_PersonId" ON programme_inspection_member ("PersonId");
CREATE TABLE programme_inspection_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_step" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Text" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_step_InspectionId_Number" ON programme_inspection_step ("InspectionId", "Number");
CREATE TABLE programme_inspection_answer (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_answer" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "ItemId" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Answer" TEXT NOT NULL,
    "Note" TEXT NULL,
    "Chosen" INTEGER NOT NULL,
    "At" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_answer_InspectionId_ItemId_PersonId" ON programme_inspection_answer ("InspectionId", "ItemId", "PersonId");
CREATE TABLE programme_inspection_finding (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_finding" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "ItemId" TEXT NULL,
    "Severity" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "Demand" TEXT NOT NULL,
    "DueOn" TEXT NULL,
    "OrderId" TEXT NULL,
    "PersonName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_inspection_finding_InspectionId_At" ON programme_inspection_finding ("InspectionId", "At");
CREATE INDEX "IX_programme_inspection_finding_OrderId" ON programme_inspection_finding ("OrderId");
CREATE TABLE programme_inspection_check (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_check" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "FindingId" TEXT NOT NULL,
    "Passed" INTEGER NOT NULL,
    "Text" TEXT NOT NULL,
    "Round" INTEGER NOT NULL,
    "PersonName" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
CREATE INDEX "IX_programme_inspection_check_FindingId_At" ON programme_inspection_check ("FindingId", "At");
CREATE TABLE programme_inspection_photo (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_inspection_photo" PRIMARY KEY,
    "InspectionId" TEXT NOT NULL,
    "FindingId" TEXT NOT NULL,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "FileSize" INTEGER NOT NULL,
    "Ground" TEXT NOT NULL,
    "ConsentReference" TEXT NULL,
    "PersonName" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
CREATE INDEX "IX_programme_inspection_photo_FindingId_At" ON programme_inspection_photo ("FindingId", "At");
