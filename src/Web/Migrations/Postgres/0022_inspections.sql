-- Inspections: checklists, plans, teams, sheets, findings, photographs; and until when the record keeps an entry back.
ALTER TABLE platform_audit ADD COLUMN "HiddenUntil" timestamp with time zone NULL;
CREATE TABLE programme_checklist (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_checklist" PRIMARY KEY,
    "SeriesId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(16) NOT NULL,
    "Name" character varying(80) NOT NULL,
    "State" character varying(12) NOT NULL,
    "InForceOn" date NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_checklist_SeriesId_Number" ON programme_checklist ("SeriesId", "Number");
CREATE UNIQUE INDEX "IX_programme_checklist_in_force" ON programme_checklist ("SeriesId") WHERE "State" = 'InForce';
CREATE TABLE programme_checklist_item (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_checklist_item" PRIMARY KEY,
    "ChecklistId" uuid NOT NULL,
    "SortOrder" integer NOT NULL,
    "Text" character varying(200) NOT NULL,
    "ChildText" character varying(60) NULL,
    "Weight" integer NOT NULL,
    "Must" boolean NOT NULL
);
CREATE INDEX "IX_programme_checklist_item_ChecklistId_SortOrder" ON programme_checklist_item ("ChecklistId", "SortOrder");
CREATE TABLE programme_inspection (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection" PRIMARY KEY,
    "Kind" character varying(12) NOT NULL,
    "Title" character varying(120) NOT NULL,
    "Place" character varying(120) NOT NULL,
    "Purpose" character varying(1000) NOT NULL,
    "FromDay" date NOT NULL,
    "ToDay" date NOT NULL,
    "ChecklistId" uuid NULL,
    "RevealAt" timestamp with time zone NULL,
    "HeldBackUntil" timestamp with time zone NULL,
    "State" character varying(12) NOT NULL,
    "PlannedOn" date NULL,
    "IssuedOn" date NULL,
    "EndedOn" date NULL,
    "CreatedAt" timestamp with time zone NOT NULL,
    "StepCount" integer NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_programme_inspection_State_FromDay" ON programme_inspection ("State", "FromDay");
CREATE TABLE programme_inspection_unit (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_unit" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "UnitId" uuid NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_unit_InspectionId_UnitId" ON programme_inspection_unit ("InspectionId", "UnitId");
CREATE INDEX "IX_programme_inspection_unit_UnitId" ON programme_inspection_unit ("UnitId");
CREATE TABLE programme_inspection_task (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_task" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "TaskId" uuid NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_task_InspectionId_TaskId" ON programme_inspection_task ("InspectionId", "TaskId");
CREATE TABLE programme_inspection_member (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_member" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "PersonId" uuid NULL,
    "PostId" uuid NULL,
    "Name" character varying(80) NOT NULL,
    "Organisation" character varying(120) NOT NULL,
    "Leads" boolean NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_member_InspectionId_PersonId" ON programme_inspection_member ("InspectionId", "PersonId");
CREATE INDEX "IX_programme_inspection_member_PersonId" ON programme_inspection_member ("PersonId");
CREATE TABLE programme_inspection_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_step" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "Text" character varying(1000) NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_step_InspectionId_Number" ON programme_inspection_step ("InspectionId", "Number");
CREATE TABLE programme_inspection_answer (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_answer" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "ItemId" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "Answer" character varying(16) NOT NULL,
    "Note" character varying(300) NULL,
    "Chosen" boolean NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_inspection_answer_InspectionId_ItemId_PersonId" ON programme_inspection_answer ("InspectionId", "ItemId", "PersonId");
CREATE TABLE programme_inspection_finding (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_finding" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "ItemId" uuid NULL,
    "Severity" character varying(12) NOT NULL,
    "Text" character varying(500) NOT NULL,
    "Demand" character varying(500) NOT NULL,
    "DueOn" date NULL,
    "OrderId" uuid NULL,
    "PersonName" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_programme_inspection_finding_InspectionId_At" ON programme_inspection_finding ("InspectionId", "At");
CREATE INDEX "IX_programme_inspection_finding_OrderId" ON programme_inspection_finding ("OrderId");
CREATE TABLE programme_inspection_check (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_check" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "FindingId" uuid NOT NULL,
    "Passed" boolean NOT NULL,
    "Text" character varying(500) NOT NULL,
    "Round" integer NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE INDEX "IX_programme_inspection_check_FindingId_At" ON programme_inspection_check ("FindingId", "At");
CREATE TABLE programme_inspection_photo (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_inspection_photo" PRIMARY KEY,
    "InspectionId" uuid NOT NULL,
    "FindingId" uuid NOT NULL,
    "FileSha256" character varying(64) NOT NULL,
    "FileName" character varying(200) NOT NULL,
    "FileSize" bigint NOT NULL,
    "Ground" character varying(12) NOT NULL,
    "ConsentReference" character varying(60) NULL,
    "PersonName" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE INDEX "IX_programme_inspection_photo_FindingId_At" ON programme_inspection_photo ("FindingId", "At");
