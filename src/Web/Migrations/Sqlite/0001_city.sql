CREATE TABLE "indicators_indicator" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_indicator" PRIMARY KEY,
    "Number" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "NameEn" TEXT NOT NULL,
    "MeasureUnit" TEXT NOT NULL,
    "Direction" TEXT NOT NULL,
    "TargetKind" TEXT NOT NULL,
    "Numerator" TEXT NULL,
    "Denominator" TEXT NULL,
    "Factor" INTEGER NULL,
    "Definition" TEXT NOT NULL,
    "DefinitionEn" TEXT NOT NULL,
    "Frequency" TEXT NOT NULL,
    "Departments" TEXT NOT NULL,
    "Split" TEXT NOT NULL
);


CREATE TABLE "platform_audit" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_audit" PRIMARY KEY,
    "At" TEXT NOT NULL,
    "PersonId" TEXT NULL,
    "PostId" TEXT NULL,
    "Entity" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Action" TEXT NOT NULL,
    "Changes" TEXT NOT NULL
);


CREATE TABLE "platform_file" (
    "Sha256" TEXT NOT NULL CONSTRAINT "PK_platform_file" PRIMARY KEY,
    "Size" INTEGER NOT NULL,
    "StoredAt" TEXT NOT NULL
);


CREATE TABLE "platform_job" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_job" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Percent" INTEGER NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "CancelAsked" INTEGER NOT NULL,
    "ProblemCode" TEXT NULL,
    "PostId" TEXT NULL,
    "QueuedAt" TEXT NOT NULL,
    "StartedAt" TEXT NULL,
    "EndedAt" TEXT NULL
);


CREATE TABLE "platform_notice" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_notice" PRIMARY KEY,
    "PostId" TEXT NOT NULL,
    "Code" TEXT NOT NULL,
    "Args" TEXT NOT NULL,
    "Link" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "ReadAt" TEXT NULL
);


CREATE TABLE "platform_person" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_person" PRIMARY KEY,
    "DisplayName" TEXT NOT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);


CREATE TABLE "platform_person_claim" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_platform_person_claim" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL
);


CREATE TABLE "platform_person_login" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_platform_person_login" PRIMARY KEY ("LoginProvider", "ProviderKey")
);


CREATE TABLE "platform_person_token" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_platform_person_token" PRIMARY KEY ("UserId", "LoginProvider", "Name")
);


CREATE TABLE "platform_post" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_post" PRIMARY KEY,
    "UnitId" TEXT NOT NULL,
    "Role" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "Title" TEXT NOT NULL
);


CREATE TABLE "platform_post_holding" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_post_holding" PRIMARY KEY,
    "PostId" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "Until" TEXT NULL
);


CREATE TABLE "platform_region" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_region" PRIMARY KEY,
    "Code" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Level" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "ParentCode" TEXT NULL,
    "ValidFrom" TEXT NOT NULL,
    "ValidTo" TEXT NULL,
    "SuccessorCode" TEXT NULL
);


CREATE TABLE "platform_setting" (
    "Key" TEXT NOT NULL CONSTRAINT "PK_platform_setting" PRIMARY KEY,
    "Value" TEXT NOT NULL
);


CREATE TABLE "platform_unit" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_unit" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "ShortName" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "ValidFrom" TEXT NOT NULL,
    "ValidTo" TEXT NULL,
    "SortOrder" INTEGER NOT NULL
);


CREATE TABLE "platform_unit_alias" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_unit_alias" PRIMARY KEY,
    "UnitId" TEXT NULL,
    "GroupId" TEXT NULL,
    "RegionCode" TEXT NOT NULL,
    "Name" TEXT NOT NULL
);


CREATE TABLE "platform_unit_group" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_unit_group" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL
);


CREATE TABLE "platform_unit_group_member" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_unit_group_member" PRIMARY KEY,
    "GroupId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "Until" TEXT NULL
);


CREATE TABLE "programme_calendar_feed" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_calendar_feed" PRIMARY KEY,
    "PostId" TEXT NOT NULL,
    "FeedSecretHash" TEXT NOT NULL,
    "CreatedAt" TEXT NOT NULL
);


CREATE TABLE "programme_domain" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_domain" PRIMARY KEY,
    "PlanId" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Label" TEXT NULL,
    "Name" TEXT NOT NULL
);


CREATE TABLE "programme_draft_entry" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_draft_entry" PRIMARY KEY,
    "ImportId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Body" TEXT NOT NULL,
    "Original" TEXT NULL,
    "Confidence" REAL NOT NULL,
    "State" TEXT NOT NULL,
    "EditedBy" TEXT NULL,
    "EditedAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);


CREATE TABLE "programme_draft_finding" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_draft_finding" PRIMARY KEY,
    "ImportId" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Code" TEXT NOT NULL,
    "Severity" TEXT NOT NULL,
    "Args" TEXT NOT NULL,
    "Block" INTEGER NULL,
    "Start" INTEGER NULL,
    "Length" INTEGER NULL,
    "SettledBy" TEXT NULL,
    "SettledAt" TEXT NULL
);


CREATE TABLE "programme_evidence" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_evidence" PRIMARY KEY,
    "TaskId" TEXT NOT NULL,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "Size" INTEGER NOT NULL,
    "Source" TEXT NULL,
    "TakenOn" TEXT NULL,
    "ShowsChildren" INTEGER NOT NULL,
    "Blurred" INTEGER NOT NULL,
    "ConsentReference" TEXT NULL,
    "UnitId" TEXT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "AddedAt" TEXT NOT NULL
);


CREATE TABLE "programme_import" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_import" PRIMARY KEY,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "RevisesPlanId" TEXT NULL,
    "PlanId" TEXT NULL,
    "JobId" TEXT NULL,
    "Header" TEXT NOT NULL,
    "Title" TEXT NULL,
    "CreatedByPost" TEXT NULL,
    "CreatedAt" TEXT NOT NULL,
    "AppliedAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);


CREATE TABLE "programme_measure" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_measure" PRIMARY KEY,
    "PlanId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Name" TEXT NULL,
    "Text" TEXT NOT NULL,
    "UnitsText" TEXT NOT NULL,
    "Block" INTEGER NULL
);


CREATE TABLE "programme_milestone" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_milestone" PRIMARY KEY,
    "TaskId" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Due" TEXT NOT NULL,
    "ReachedOn" TEXT NULL
);


CREATE TABLE "programme_note" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_note" PRIMARY KEY,
    "TaskId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UnitId" TEXT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "Progress" INTEGER NULL,
    "NewDue" TEXT NULL
);


CREATE TABLE "programme_plan" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_plan" PRIMARY KEY,
    "Title" TEXT NOT NULL,
    "DocNumber" TEXT NULL,
    "DocNumberRaw" TEXT NULL,
    "Issuer" TEXT NULL,
    "IssuedOn" TEXT NULL,
    "RegionName" TEXT NULL,
    "StartYear" INTEGER NULL,
    "EndYear" INTEGER NULL,
    "ImportId" TEXT NOT NULL,
    "VersionNumber" INTEGER NOT NULL,
    "Public" INTEGER NOT NULL,
    "AppliedAt" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);


CREATE TABLE "programme_plan_indicator" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_plan_indicator" PRIMARY KEY,
    "PlanId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Domain" TEXT NULL,
    "Name" TEXT NOT NULL,
    "MeasureUnit" TEXT NULL,
    "TargetText" TEXT NOT NULL,
    "Comparator" TEXT NULL,
    "Value" INTEGER NULL,
    "ValueMax" INTEGER NULL,
    "Due" TEXT NULL,
    "UnitsText" TEXT NOT NULL,
    "IndicatorId" TEXT NULL,
    "Block" INTEGER NULL
);


CREATE TABLE "programme_source_block" (
    "ImportId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "Page" INTEGER NULL,
    "TableNumber" INTEGER NULL,
    "RowNumber" INTEGER NULL,
    "ColumnNumber" INTEGER NULL,
    "RowSpan" INTEGER NOT NULL,
    "ColumnSpan" INTEGER NOT NULL,
    CONSTRAINT "PK_programme_source_block" PRIMARY KEY ("ImportId", "Number")
);


CREATE TABLE "programme_target" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_target" PRIMARY KEY,
    "TaskId" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Text" TEXT NOT NULL,
    "Metric" TEXT NULL,
    "Comparator" TEXT NULL,
    "Value" INTEGER NULL,
    "ValueMax" INTEGER NULL,
    "MeasureUnit" TEXT NULL,
    "Due" TEXT NULL,
    "Deadline" TEXT NULL,
    "Every" TEXT NULL,
    "Kind" TEXT NOT NULL,
    "Soft" INTEGER NOT NULL,
    "IndicatorId" TEXT NULL,
    "Block" INTEGER NULL,
    "Start" INTEGER NULL,
    "Length" INTEGER NULL,
    "CurrentValue" INTEGER NULL,
    "CurrentOn" TEXT NULL
);


CREATE TABLE "programme_target_reading" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_target_reading" PRIMARY KEY,
    "TargetId" TEXT NOT NULL,
    "On" TEXT NOT NULL,
    "Value" INTEGER NOT NULL,
    "NoteId" TEXT NOT NULL
);


CREATE TABLE "programme_task" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_task" PRIMARY KEY,
    "PlanId" TEXT NOT NULL,
    "DomainId" TEXT NULL,
    "ActionName" TEXT NULL,
    "Label" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "PlainTitle" TEXT NULL,
    "PlainTitleEn" TEXT NULL,
    "State" TEXT NOT NULL,
    "StartsOn" TEXT NOT NULL,
    "Due" TEXT NULL,
    "Progress" INTEGER NULL,
    "Light" TEXT NOT NULL,
    "LightReason" TEXT NULL,
    "TimesReturned" INTEGER NOT NULL,
    "LastNewsAt" TEXT NULL,
    "Public" INTEGER NOT NULL,
    "ImportId" TEXT NOT NULL,
    "Where" TEXT NOT NULL,
    "FirstBlock" INTEGER NULL,
    "DroppedInVersion" INTEGER NULL,
    "SearchText" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);


CREATE TABLE "programme_task_unit" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_task_unit" PRIMARY KEY,
    "TaskId" TEXT NOT NULL,
    "UnitId" TEXT NULL,
    "GroupId" TEXT NULL,
    "Role" TEXT NOT NULL,
    "RoleLabel" TEXT NULL,
    "PrintedName" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Primary" INTEGER NOT NULL,
    "ConfirmedAt" TEXT NULL,
    "ConfirmedBy" TEXT NULL
);


CREATE TABLE "programme_unit_match" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_unit_match" PRIMARY KEY,
    "ImportId" TEXT NOT NULL,
    "PrintedName" TEXT NOT NULL,
    "UnitId" TEXT NULL,
    "GroupId" TEXT NULL,
    "Confidence" REAL NOT NULL,
    "ChosenBy" TEXT NULL,
    "Version" INTEGER NOT NULL
);


CREATE INDEX "IX_indicators_indicator_Number" ON "indicators_indicator" ("Number");


CREATE INDEX "IX_platform_audit_At" ON "platform_audit" ("At");


CREATE INDEX "IX_platform_audit_Entity_Key_At" ON "platform_audit" ("Entity", "Key", "At");


CREATE INDEX "IX_platform_job_State_QueuedAt" ON "platform_job" ("State", "QueuedAt");


CREATE INDEX "IX_platform_notice_PostId_At" ON "platform_notice" ("PostId", "At");


CREATE UNIQUE INDEX "IX_platform_person_NormalizedUserName" ON "platform_person" ("NormalizedUserName");


CREATE INDEX "IX_platform_post_UnitId" ON "platform_post" ("UnitId");


CREATE INDEX "IX_platform_post_holding_PersonId_From" ON "platform_post_holding" ("PersonId", "From");


CREATE INDEX "IX_platform_post_holding_PostId" ON "platform_post_holding" ("PostId");


CREATE UNIQUE INDEX "IX_platform_region_Code_ValidFrom" ON "platform_region" ("Code", "ValidFrom");


CREATE INDEX "IX_platform_region_ParentCode" ON "platform_region" ("ParentCode");


CREATE UNIQUE INDEX "IX_platform_unit_RegionCode_Name" ON "platform_unit" ("RegionCode", "Name");


CREATE UNIQUE INDEX "IX_platform_unit_alias_RegionCode_Name" ON "platform_unit_alias" ("RegionCode", "Name");


CREATE INDEX "IX_platform_unit_alias_UnitId" ON "platform_unit_alias" ("UnitId");


CREATE UNIQUE INDEX "IX_platform_unit_group_RegionCode_Name" ON "platform_unit_group" ("RegionCode", "Name");


CREATE UNIQUE INDEX "IX_platform_unit_group_member_GroupId_UnitId_From" ON "platform_unit_group_member" ("GroupId", "UnitId", "From");


CREATE INDEX "IX_platform_unit_group_member_UnitId" ON "platform_unit_group_member" ("UnitId");


CREATE UNIQUE INDEX "IX_programme_calendar_feed_FeedSecretHash" ON "programme_calendar_feed" ("FeedSecretHash");


CREATE UNIQUE INDEX "IX_programme_calendar_feed_PostId" ON "programme_calendar_feed" ("PostId");


CREATE INDEX "IX_programme_domain_PlanId_SortOrder" ON "programme_domain" ("PlanId", "SortOrder");


CREATE INDEX "IX_programme_draft_entry_ImportId_Kind_SortOrder" ON "programme_draft_entry" ("ImportId", "Kind", "SortOrder");


CREATE INDEX "IX_programme_draft_finding_ImportId_SortOrder" ON "programme_draft_finding" ("ImportId", "SortOrder");


CREATE INDEX "IX_programme_evidence_TaskId" ON "programme_evidence" ("TaskId");


CREATE UNIQUE INDEX "IX_programme_import_FileSha256" ON "programme_import" ("FileSha256") WHERE "State" <> 'Abandoned';


CREATE INDEX "IX_programme_import_PlanId" ON "programme_import" ("PlanId");


CREATE INDEX "IX_programme_measure_PlanId_Kind_Number" ON "programme_measure" ("PlanId", "Kind", "Number");


CREATE INDEX "IX_programme_milestone_TaskId_Due" ON "programme_milestone" ("TaskId", "Due");


CREATE INDEX "IX_programme_note_TaskId_At" ON "programme_note" ("TaskId", "At");


CREATE INDEX "IX_programme_plan_indicator_PlanId_Number" ON "programme_plan_indicator" ("PlanId", "Number");


CREATE INDEX "IX_programme_target_TaskId_SortOrder" ON "programme_target" ("TaskId", "SortOrder");


CREATE INDEX "IX_programme_target_reading_TargetId_On" ON "programme_target_reading" ("TargetId", "On");


CREATE INDEX "IX_programme_task_PlanId_DomainId_SortOrder" ON "programme_task" ("PlanId", "DomainId", "SortOrder");


CREATE INDEX "IX_programme_task_PlanId_Due" ON "programme_task" ("PlanId", "Due");


CREATE INDEX "IX_programme_task_PlanId_Light_SortOrder" ON "programme_task" ("PlanId", "Light", "SortOrder");


CREATE INDEX "IX_programme_task_PlanId_SortOrder" ON "programme_task" ("PlanId", "SortOrder");


CREATE INDEX "IX_programme_task_unit_GroupId_TaskId" ON "programme_task_unit" ("GroupId", "TaskId");


CREATE INDEX "IX_programme_task_unit_TaskId_SortOrder" ON "programme_task_unit" ("TaskId", "SortOrder");


CREATE INDEX "IX_programme_task_unit_UnitId_TaskId" ON "programme_task_unit" ("UnitId", "TaskId");


CREATE UNIQUE INDEX "IX_programme_unit_match_ImportId_PrintedName" ON "programme_unit_match" ("ImportId", "PrintedName");



