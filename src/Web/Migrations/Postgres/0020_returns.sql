-- Period returns: cycles, their rounds, one return for each unit with a line for each of its tasks, and the steps on its way; who has opened what they were told.
CREATE TABLE programme_return_cycle (
    "Id" uuid NOT NULL,
    "Name" character varying(80) NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "PlanId" uuid,
    "OpensAfter" integer NOT NULL,
    "DueAfter" integer NOT NULL,
    "GraceDays" integer NOT NULL,
    "EscalatesAfter" integer NOT NULL,
    "From" date NOT NULL,
    "Until" date,
    "Version" integer NOT NULL,
    CONSTRAINT "PK_programme_return_cycle" PRIMARY KEY ("Id")
);
CREATE TABLE programme_return_round (
    "Id" uuid NOT NULL,
    "CycleId" uuid NOT NULL,
    "Name" character varying(80) NOT NULL,
    "Period" character varying(7) NOT NULL,
    "OpenOn" date NOT NULL,
    "DueOn" date NOT NULL,
    "GraceDays" integer NOT NULL,
    "EscalatesAfter" integer NOT NULL,
    "OpenedAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_programme_return_round" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_programme_return_round_programme_return_cycle_CycleId" FOREIGN KEY ("CycleId") REFERENCES programme_return_cycle ("Id") ON DELETE RESTRICT
);
CREATE TABLE programme_return (
    "Id" uuid NOT NULL,
    "RoundId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "State" character varying(10) NOT NULL,
    "DueOn" date NOT NULL,
    "MissingWhy" character varying(500),
    "RevisionReason" character varying(500),
    "Revision" integer NOT NULL,
    "SubmittedBy" uuid,
    "SubmittedAt" timestamp with time zone,
    "FirstSubmittedAt" timestamp with time zone,
    "AcceptedAt" timestamp with time zone,
    "RemindedOn" date,
    "LeaderToldAt" timestamp with time zone,
    "ListedAt" timestamp with time zone,
    "Version" integer NOT NULL,
    CONSTRAINT "PK_programme_return" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_programme_return_programme_return_round_RoundId" FOREIGN KEY ("RoundId") REFERENCES programme_return_round ("Id") ON DELETE RESTRICT
);
CREATE TABLE programme_return_line (
    "Id" uuid NOT NULL,
    "ReturnId" uuid NOT NULL,
    "RoundId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "TaskId" uuid NOT NULL,
    "Part" character varying(8) NOT NULL,
    "SortOrder" integer NOT NULL,
    "Answer" character varying(10),
    "Progress" integer,
    "Said" character varying(2000),
    "Problems" character varying(2000),
    "NextSteps" character varying(2000),
    "Reached" text NOT NULL,
    "Figures" text NOT NULL,
    "Version" integer NOT NULL,
    "AcceptedVersion" integer,
    CONSTRAINT "PK_programme_return_line" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_programme_return_line_programme_return_ReturnId" FOREIGN KEY ("ReturnId") REFERENCES programme_return ("Id") ON DELETE RESTRICT
);
CREATE TABLE programme_return_step (
    "Id" uuid NOT NULL,
    "ReturnId" uuid NOT NULL,
    "Move" character varying(14) NOT NULL,
    "Before" character varying(10) NOT NULL,
    "After" character varying(10) NOT NULL,
    "PersonId" uuid,
    "PersonName" character varying(80) NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Reason" character varying(500),
    "NewDue" date,
    "Alone" boolean NOT NULL,
    "Missing" character varying(500),
    CONSTRAINT "PK_programme_return_step" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_programme_return_step_programme_return_ReturnId" FOREIGN KEY ("ReturnId") REFERENCES programme_return ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_return_RoundId_UnitId" ON programme_return ("RoundId", "UnitId");
CREATE INDEX "IX_programme_return_State_DueOn" ON programme_return ("State", "DueOn");
CREATE INDEX "IX_programme_return_UnitId_State" ON programme_return ("UnitId", "State");
CREATE UNIQUE INDEX "IX_programme_return_line_ReturnId_TaskId" ON programme_return_line ("ReturnId", "TaskId");
CREATE INDEX "IX_programme_return_line_RoundId_Part_Answer" ON programme_return_line ("RoundId", "Part", "Answer");
CREATE INDEX "IX_programme_return_line_TaskId_RoundId" ON programme_return_line ("TaskId", "RoundId");
CREATE UNIQUE INDEX "IX_programme_return_round_CycleId_Period" ON programme_return_round ("CycleId", "Period");
CREATE INDEX "IX_programme_return_round_DueOn" ON programme_return_round ("DueOn");
CREATE INDEX "IX_programme_return_step_ReturnId_At" ON programme_return_step ("ReturnId", "At");
ALTER TABLE programme_note ADD COLUMN "ReturnId" uuid NULL;
CREATE INDEX "IX_platform_notice_Link_Code" ON platform_notice ("Link", "Code");
